namespace WsActors.LoadTest.Clients;

/// <summary>What a message without a marker says.</summary>
internal enum MessageMeaning
{
    Other,
    Subscribed,
    Error,
    Gap,

    /// <summary>A subscription was refused or ended for the moment.</summary>
    TryAgain,
}
