namespace WsActors.Client.Runtime;

/// <summary>The application's tokens. A function that throws at once is like one whose task fails.</summary>
internal sealed class TokenSource(Func<CancellationToken, ValueTask<string?>>? factory)
{
    public async ValueTask<string?> GetAsync(CancellationToken cancellation) =>
        factory is null ? null : await factory(cancellation).ConfigureAwait(false);
}
