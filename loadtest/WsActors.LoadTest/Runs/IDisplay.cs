namespace WsActors.LoadTest.Runs;

/// <summary>Shows a person how the run goes.</summary>
internal interface IDisplay
{
    /// <summary>A new part of the run begins.</summary>
    void Phase(string name);
}
