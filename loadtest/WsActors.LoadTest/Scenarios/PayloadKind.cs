namespace WsActors.LoadTest.Scenarios;

/// <summary>What a publication holds beside its marker.</summary>
internal enum PayloadKind
{
    /// <summary>One letter, again and again: cheap to make and to check, and compressed to nothing.</summary>
    Filler,

    /// <summary>A feed of quotes as JSON, other numbers in each: what compression meets in earnest.</summary>
    Json,
}
