using System.Reflection;
using System.Security.Cryptography;

namespace WsActors.Server.WebConsole;

/// <summary>A file of the console, which is part of the program.</summary>
/// <param name="Name">Its name below <c>/console/</c>.</param>
/// <param name="Resource">The name under which the program holds it.</param>
internal sealed record ConsoleFile(string Name, string Resource)
{
    private const string Folder = "WebConsole/";
    private static readonly Assembly Program = typeof(ConsoleFile).Assembly;

    private readonly Lazy<(byte[] Content, string Tag)> _content = new(() => Read(Resource));

    /// <summary>All files. The client is the one that the demo page uses too.</summary>
    public static IReadOnlyList<ConsoleFile> All { get; } =
    [
        .. from resource in Program.GetManifestResourceNames()
           where resource.StartsWith(Folder, StringComparison.Ordinal)
           select new ConsoleFile(resource[Folder.Length..], resource),
        new ConsoleFile("wsactors.js", "Demo/wsactors.js"),
    ];

    public byte[] Content => _content.Value.Content;

    /// <summary>A tag of the content (RFC 9110 §8.8.3), so that a browser loads it once per build.</summary>
    public string Tag => _content.Value.Tag;

    public string Type => Path.GetExtension(Name) switch
    {
        ".html" => "text/html",
        ".css" => "text/css",
        ".js" => "text/javascript",
        _ => "text/plain",
    };

    private static (byte[] Content, string Tag) Read(string resource)
    {
        using var stream = Program.GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return (content, $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\"");
    }
}
