using System.Net;

namespace WsActors.LoadTest.Network;

/// <summary>The address of a node.</summary>
/// <param name="EndPoint">Its address.</param>
/// <param name="Authority">For the Host header.</param>
/// <param name="TlsName">What its certificate must be for.</param>
internal sealed record NodeAddress(IPEndPoint EndPoint, string Authority, string TlsName);
