using System.Diagnostics.CodeAnalysis;
using WsActors.Protocol.Topics;

namespace WsActors.Server.Admin;

/// <summary>What a publication is about: a slow reader may get only the newest of each key.</summary>
internal static class DeliveryKey
{
    public const string HeaderName = "Delivery-Key";

    /// <summary>Reads the header: null where it is absent, a problem where it is not one key of the allowed length.</summary>
    public static bool TryRead(IHeaderDictionary headers, out string? key, [NotNullWhen(false)] out IResult? problem) =>
        KeyHeader.TryRead(headers, HeaderName, Publication.FaultOfKey, Problems.InvalidDeliveryKey, out key, out problem);
}
