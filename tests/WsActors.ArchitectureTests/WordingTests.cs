using System.Text.RegularExpressions;

namespace WsActors.ArchitectureTests;

/// <summary>Checks the English of summaries and names in src.</summary>
public sealed class WordingTests
{
    // A summary names the thing or begins with its verb: "Selects …", "True if …", "The interval at which …".
    private const string Questions = "What|Whether|Who|Whom|Whose|Whoever|Where|When|Why|Which|How|The same|As many|As much";

    // Words that the code once used in a sense of its own, in the order of their successors: PresenceEntry, SuppressPresence, IBackend,
    // AuthorizationRequest, AuthorizationResult, UndroppableBytes, Detach, QueuedBytesChanged, PendingPublications, Passivate, Restarted,
    // TopicVacated, ReplyTo, AtomicCounter, Timeout, RateLimitResult, Refresh, CompiledTopicRule, IsTrustedProxy, KnownHeaderStrings,
    // BackReference, DynamicHuffmanTables, ContextTakeoverCompressor, InflaterPool, EpollAcceptor, CrossOriginWriteGuard, RequestKind,
    // RunMaintenance, Received, Active, EventWriting.
    private const string OldWords =
        "Attendance|HushPresence|IApplication|Question|Verdict|FirmBytes|Seal|TellHeld|PublicationLine|Unneeded|CheckNeed|BeganAnew|"
        + "TopicEmptied|Asker|Tally|Patience|TakePace|Renewal|RuleInForce|Believed|SpeaksForOthers|CommonText|Repetition|BlockCodes|"
        + "KeptFrameCompression|Inflaters|Acceptance|ForeignPageMiddleware|RequestForm|LookAfter|Heard|Spoken|Saying";

    [Fact]
    public void A_summary_says_what_the_thing_is_or_does() => Assert.Empty(SourceFile.All.SelectMany(QuestionsIn));

    [Fact]
    public void No_name_is_made_of_words_that_only_this_code_used() => Assert.Empty(SourceFile.All.SelectMany(OldWordsIn));

    [Theory]
    [InlineData("/// <summary>Whether it is open.</summary>")]
    [InlineData("/// <summary>\n    /// The same for a topic.\n    /// </summary>")]
    [InlineData("/// <param name=\"peer\">Who connected.</param>")]
    public void A_planted_question_is_found(string summary) => Assert.Single(QuestionsIn(new SourceFile("Planted.cs", summary)));

    [Theory]
    [InlineData("private bool IsBelievedOfSome;")]
    [InlineData("private TimeSpan _patience;")]
    [InlineData("internal sealed class QuestionActor;")]
    public void A_planted_old_word_is_found(string code) => Assert.Single(OldWordsIn(new SourceFile("Planted.cs", code)));

    [Theory]
    [InlineData("/// <summary>Whole frames.</summary> private bool _isSealed; // a question of patience")]
    public void Longer_words_and_comments_are_left_alone(string code)
    {
        var file = new SourceFile("Planted.cs", code);
        Assert.Empty(QuestionsIn(file).Concat(OldWordsIn(file)));
    }

    private static IEnumerable<string> QuestionsIn(SourceFile file) =>
        from Match match in Regex.Matches(file.Text, $@"<(?:summary|param[^>]*)>\s*(?:///\s*)?(?<start>(?:{Questions})\b[^<\n]*)")
        select $"{file}: {match.Groups["start"].Value}";

    // A word of an identifier begins with a capital, or with the identifier itself, and ends before the next capital.
    private static IEnumerable<string> OldWordsIn(SourceFile file) =>
        from Match match in Regex.Matches(file.Code, $@"\b_?(?:\w*(?:{OldWords})|(?i:{OldWords}))(?![a-z])\w*")
        select $"{file}: {match.Value}";
}
