namespace WsActors.LoadTest.Clients;

/// <summary>Messages that a client will not get, as the server says.</summary>
internal readonly record struct AnnouncedGap(string Topic, long From, long To, string Reason);
