namespace WsActors.Testing.Fuzzing;

/// <summary>
/// The one entry point for everything that throws bytes at the protocol: the property tests, the corpus, and the
/// coverage-guided fuzzer in tests/WsActors.Fuzz. It throws where an invariant breaks, whatever the bytes were.
/// </summary>
public static class ProtocolFuzz
{
    private const int Parts = 6;

    /// <param name="input">The first byte says which part of the protocol reads the rest.</param>
    /// <exception cref="InvalidOperationException">An invariant is broken.</exception>
    public static void Feed(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return;

        var bytes = input[1..];
        switch (input[0] % Parts)
        {
            case 0:
                SessionFuzz.Feed(bytes);
                break;
            case 1:
                SessionFuzz.FeedCompressed(bytes);
                break;
            case 2:
                RequestFuzz.Feed(bytes);
                break;
            case 3:
                ProxyHeaderFuzz.Feed(bytes);
                break;
            case 4:
                JsonFuzz.Feed(bytes);
                ClientProtocolFuzz.Feed(bytes);
                break;
            default:
                ForwardingFuzz.Feed(bytes);
                break;
        }
    }
}
