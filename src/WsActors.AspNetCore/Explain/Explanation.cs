using System.Text.Json.Serialization;

namespace WsActors.AspNetCore.Explain;

/// <summary>The answer to "Why did this user not get it?".</summary>
/// <param name="Cause">The code of the finding that matters most.</param>
/// <param name="Text">Its sentence.</param>
/// <param name="Next">The sentence that says what to do.</param>
/// <param name="Findings">All findings, the one that matters most first.</param>
internal sealed record Explanation([property: JsonPropertyName("verdict")] string Cause, string Text, string Next, IReadOnlyList<Finding> Findings);
