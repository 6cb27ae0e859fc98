using System.Diagnostics.CodeAnalysis;
using WsActors.Protocol.Topics;

namespace WsActors.AspNetCore.Admin;

/// <summary>The subject of a publication. A slow subscriber may receive only the newest publication per key.</summary>
internal static class DeliveryKey
{
    public const string HeaderName = "Delivery-Key";

    /// <summary>Reads the header. The key is null if it is absent; anything but one key of the allowed length is a problem.</summary>
    public static bool TryRead(IHeaderDictionary headers, out string? key, [NotNullWhen(false)] out IResult? problem) =>
        KeyHeader.TryRead(headers, HeaderName, Publication.FaultOfKey, Problems.InvalidDeliveryKey, out key, out problem);
}
