namespace WsActors.LoadTest.Results;

/// <summary>Figures that stand side by side in a comparison.</summary>
/// <param name="Title">What all of them are.</param>
/// <param name="Figures">In the order of the columns.</param>
internal sealed record FigureTable(string Title, IReadOnlyList<Comparison.Figure> Figures);
