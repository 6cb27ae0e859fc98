namespace WsActors.AspNetCore.Options;

/// <summary>Finds the known name that a misspelt one probably stands for.</summary>
internal static class NearestName
{
    // Of a short word, two wrong letters leave too little.
    private const int LettersPerError = 3;

    /// <summary>Returns the candidate that takes the fewest corrections; null if none is similar.</summary>
    /// <param name="name">The name as it was written.</param>
    /// <param name="candidates">The known names.</param>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        var most = Math.Max(1, name.Length / LettersPerError);
        return candidates
            .Select(candidate => (Candidate: candidate, Corrections: CorrectionsTo(candidate, name)))
            .Where(pair => pair.Corrections <= most)
            .OrderBy(pair => pair.Corrections)
            .ThenBy(pair => pair.Candidate, StringComparer.Ordinal)
            .Select(pair => pair.Candidate)
            .FirstOrDefault();
    }

    // A beginning is one correction, however much is missing.
    private static int CorrectionsTo(string candidate, string name) =>
        name.Trim('-').Length > 1 && candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase)
            ? 1
            : Distance(candidate.ToUpperInvariant(), name.ToUpperInvariant());

    // Letters that are wrong, missing, superfluous or swapped with the next one ("optimal string alignment").
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            rows[0, j] = j;

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
