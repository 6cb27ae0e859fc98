using System.Net;

namespace WsActors.LoadTest.Network;

/// <summary>Where a node is found.</summary>
/// <param name="EndPoint">Its address.</param>
/// <param name="Authority">For the Host header.</param>
/// <param name="TlsName">What its certificate must be for.</param>
internal sealed record NodeAddress(IPEndPoint EndPoint, string Authority, string TlsName);
