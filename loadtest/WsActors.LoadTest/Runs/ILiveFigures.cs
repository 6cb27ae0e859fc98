namespace WsActors.LoadTest.Runs;

/// <summary>What a display shows beside the fleet's own figures.</summary>
internal interface ILiveFigures
{
    long Delivered { get; }

    long Violations { get; }

    /// <summary>What else there is to say, with a comma before it.</summary>
    string Details { get; }
}
