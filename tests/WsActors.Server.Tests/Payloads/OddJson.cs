namespace WsActors.Server.Tests.Payloads;

/// <summary>JSON values that the grammar allows and that readers and writers of JSON like to refuse or to change.</summary>
internal static class OddJson
{
    public static IReadOnlyList<string> Values { get; } =
    [
        // RFC 8259 §8.2: halves of surrogate pairs, and other escapes.
        """ "\ud83d" """.Trim(),
        """ "a\ude00b" """.Trim(),
        """ "\ude00\ud83d" """.Trim(),
        """["\ud83d",{"k":"\udfff"}]""",
        """{"\ud83d":1}""",
        """ "\ud83d\ude00" """.Trim(),
        """ "\u0000\u001f\u007f\uffff" """.Trim(),
        """ "\/\b\f\n\r\t\"\\" """.Trim(),
        """ "\u003Cb\u003e" """.Trim(),

        // Characters that are legal as they are.
        "\"\u2028\u2029\u007f\u0085\"",
        "\"ü😀\uFFFD\uFEFF\"",
        """ "<b>+&'`" """.Trim(),
        "\"\"",

        // Nesting: as deep as a publication may be, and a little less.
        Nested(64),
        Nested(63),
        Nested(62),
        string.Concat(Enumerable.Repeat("{\"a\":", 64)) + "1" + new string('}', 64),

        // Numbers that no binary type holds as they are written.
        "-0",
        "1.0",
        "1E+2",
        "1e400",
        "-1e-400",
        "123456789012345678901234567890",
        "0.1000000000000000055511151231257827",

        // Objects.
        """{"a":1,"a":2}""",
        """{"":0,"__proto__":{},"type":"closed","data":{"data":1},"encoding":"base64"}""",
        "{ \"a\" :\t[ 1 ,\n2 ]\n}",
        "[[],{},[{}]]",

        // Alone.
        "null",
        "true",
        "7",
    ];

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
