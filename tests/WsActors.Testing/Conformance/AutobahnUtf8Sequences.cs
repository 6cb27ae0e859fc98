using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Testing.Conformance;

/// <summary>6.5 to 6.23: Markus Kuhn's UTF-8 stress test, one sequence a message. "+" marks what is valid.</summary>
internal static class AutobahnUtf8Sequences
{
    private static readonly (string Title, string[] Sequences)[] Families =
    [
        ("valid", ["+68656C6C6F24776F726C64", "+68656C6C6FC2A2776F726C64", "+68656C6C6FE282AC776F726C64", "+68656C6C6FF0A4ADA2776F726C64", "+CEBAE1BDB9CF83CEBCCEB5"]),
        ("prefix", ["CE", "+CEBA", "CEBAE1", "CEBAE1BD", "+CEBAE1BDB9", "CEBAE1BDB9CF", "+CEBAE1BDB9CF83", "CEBAE1BDB9CF83CE", "+CEBAE1BDB9CF83CEBC", "CEBAE1BDB9CF83CEBCCE", "+CEBAE1BDB9CF83CEBCCEB5"]),
        ("first of its length", ["+00", "+C280", "+E0A080", "+F0908080"]),
        ("first of length 5 and 6", ["F888808080", "FC8480808080"]),
        ("last of its length", ["+7F", "+DFBF", "+EFBFBF", "+F48FBFBF"]),
        ("last of length 4, 5 and 6", ["F7BFBFBF", "FBBFBFBFBF", "FDBFBFBFBFBF"]),
        ("boundary", ["+ED9FBF", "+EE8080", "+EFBFBD", "+F48FBFBF", "F4908080"]),
        ("unexpected continuation", ["80", "BF", "80BF", "80BF80", "80BF80BF", "80BF80BF80", "80BF80BF80BF", Range(0x80, 0xBF, "")]),
        ("lonely start", [Range(0xC0, 0xDF, "20"), Range(0xE0, 0xEF, "20"), Range(0xF0, 0xF7, "20"), Range(0xF8, 0xFB, "20"), Range(0xFC, 0xFD, "20")]),
        ("last continuation missing", Incomplete),
        ("incomplete sequences together", [string.Concat(Incomplete)]),
        ("impossible byte", ["FE", "FF", "FEFEFFFF"]),
        ("overlong slash", ["C0AF", "E080AF", "F08080AF", "F8808080AF", "FC80808080AF"]),
        ("longest overlong", ["C1BF", "E09FBF", "F08FBFBF", "F887BFBFBF", "FC83BFBFBFBF"]),
        ("overlong NUL", ["C080", "E08080", "F0808080", "F880808080", "FC8080808080"]),
        ("single surrogate", ["EDA080", "EDADBF", "EDAE80", "EDAFBF", "EDB080", "EDBE80", "EDBFBF"]),
        ("paired surrogates", ["EDA080EDB080", "EDA080EDBFBF", "EDADBFEDB080", "EDADBFEDBFBF", "EDAE80EDB080", "EDAE80EDBFBF", "EDAFBFEDB080", "EDAFBFEDBFBF"]),
        ("non-character", ["+EFBFBE", "+EFBFBF", .. NonCharacters]),
        ("special", ["+EFBFB9", "+EFBFBA", "+EFBFBB", "+EFBFBC", "+EFBFBD", "+EFBFBE", "+EFBFBF"]),
    ];

    private static string[] Incomplete =>
        ["C0", "E080", "F08080", "F8808080", "FC80808080", "DF", "EFBF", "F7BFBF", "FBBFBFBF", "FDBFBFBFBF"];

    // U+nFFFE and U+nFFFF of planes 1 to 16.
    private static IEnumerable<string> NonCharacters =>
        from first in new[] { "F0", "F1", "F2", "F3", "F4" }
        from second in new[] { "8F", "9F", "AF", "BF" }
        where first != "F4" || second == "8F"
        where first != "F0" || second != "8F"
        from last in new[] { "BE", "BF" }
        select $"+{first}{second}BF{last}";

    public static IEnumerable<AutobahnCase> Cases() =>
        from family in Families.Index()
        from sequence in family.Item.Sequences.Index()
        select Case($"6.{family.Index + 5}.{sequence.Index + 1}", family.Item.Title, sequence.Item);

    private static AutobahnCase Case(string id, string title, string sequence)
    {
        var isValid = sequence.StartsWith('+');
        var payload = Convert.FromHexString(isValid ? sequence[1..] : sequence);
        return new AutobahnCase(id, $"{title} {sequence}", script =>
        {
            script.Sends(0x81, payload);
            if (isValid)
                script.Expects(Opcode.Text, payload).ThenCloses();
            else
                script.Fails(1007);
        });
    }

    // As in the suite, the end itself is not in it.
    private static string Range(int begin, int end, string behindEach) =>
        string.Concat(Enumerable.Range(begin, end - begin).Select(value => $"{value:X2}{behindEach}"));
}
