namespace WsActors.LoadTest.Checking;

/// <summary>Makes the payloads of publications, and knows them again.</summary>
internal interface IPayload
{
    byte[] Make(in Marker marker);

    /// <summary>Whether a message holds the marker's payload, complete and unchanged.</summary>
    /// <param name="message">What arrived, with whatever the server wraps around the payload.</param>
    /// <param name="marker">Found in it.</param>
    /// <param name="end">Where the marker ends.</param>
    bool IsIn(ReadOnlySpan<byte> message, in Marker marker, int end);
}
