using WsActors.Client.Wire;

namespace WsActors.Client.Core;

/// <summary>New tokens for an open connection (rule 29).</summary>
internal sealed class TokenRefresh(ClientCore core) : IAnswered
{
    private long? _at;
    private int _refresh;
    private bool _mayRepeat;

    /// <summary>Asks the application for a token, because the server asks for one.</summary>
    public void OnRefresh()
    {
        if (_at is { } at && core.Timers.Now - at < Times.RefreshPause)
            return;
        _at = core.Timers.Now;
        Ask(mayRepeat: true);
    }

    /// <summary>Forgets a token that is on its way, because its connection has ended.</summary>
    public void Forget() => _refresh++;

    public void OnToken(int refresh, string? token)
    {
        if (refresh == _refresh && token is not null && core.Welcome is not null)
            core.Requests.Ask(RequestText.Refresh(token), this);
    }

    public void OnTokenFailed(int refresh, Exception error)
    {
        if (refresh == _refresh)
            core.Report(new WsActorsException("refresh_failed", $"The token expires, and there is no new one: {error.Message}", error));
    }

    public void OnAnswer(in ServerMessage answer)
    {
        if (answer.Kind != ServerMessageKind.Error)
            return;
        if (_mayRepeat)
            Ask(mayRepeat: false);
        else
            core.Report(answer.Error);
    }

    public void OnLost()
    {
    }

    private void Ask(bool mayRepeat)
    {
        _mayRepeat = mayRepeat;
        core.Effects.Enqueue(new Effect.AskToken(++_refresh));
    }
}
