namespace WsActors.LoadTest.Checking;

/// <summary>The marker, and the same letter up to the length.</summary>
internal sealed class FillerPayload(int bytes) : IPayload
{
    public byte[] Make(in Marker marker)
    {
        var payload = Marker.Payload(bytes);
        marker.WriteTo(payload);
        return payload;
    }

    public bool IsIn(ReadOnlySpan<byte> message, in Marker marker, int end) => Marker.HasFiller(message, end, bytes);
}
