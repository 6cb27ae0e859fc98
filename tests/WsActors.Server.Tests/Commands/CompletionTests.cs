using WsActors.Server.Tests.Tls;

namespace WsActors.Server.Tests.Commands;

/// <summary>The completion scripts, run by their shells.</summary>
[Trait("Speed", "Slow")]
public sealed class CompletionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("completions-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ToolTheory("bash")]
    [InlineData("wsactors pub", "publish")]
    [InlineData("wsactors con", "config connections")]
    [InlineData("wsactors config ", "--help check show")]
    [InlineData("wsactors config show --j", "--json")]
    [InlineData("wsactors publish news --id", "--idempotency-key")]
    [InlineData("wsactors publish news --key ", "")]
    [InlineData("wsactors topics --admin http://x --pre", "--prefix")]
    [InlineData("wsactors serve --config set", "settings.json")]
    [InlineData("wsactors --WsActors:Push:Po", "PollTimeout= PongTimeout= Port=")]
    [InlineData("wsactors serve --WsActors:Push:Port=9000 --WsActors:Drain:Sp", "Spread=")]
    [InlineData("wsactors config check --WsActors:Topics:Rules:0:Mat", "Match=")]
    [InlineData("wsactors config show --WsActors:Tls:", "Admin= Certificates:0:KeyPath= Certificates:0:Password= Certificates:0:Path= Certificates:0:ServerNames:0= MinimumVersion= Push= ReloadInterval=")]
    [InlineData("wsactors serve --WsActors:Push:Port=", "")]
    [InlineData("wsactors serve --WsActors:Push:Port 9", "")]
    [InlineData("wsactors publish --WsActors:Push:Po", "")]
    public async Task Bash_completes(string line, string words)
    {
        var script = await WriteAsync("bash");

        // The words as readline splits them, ":" included, and the place of the last one.
        var found = await RunAsync(
            "bash", "-c",
            """
            source "$1"
            words=${2//:/ : }
            COMP_WORDBREAKS=$' \t\n"><=;|&(:'
            COMP_LINE=$2
            COMP_POINT=${#2}
            COMP_WORDS=($words)
            [[ $2 == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _wsactors
            printf '%s\n' "${COMPREPLY[@]}" | sort
            """,
            "bash", script, line);

        Assert.Equal(words, found.Trim().ReplaceLineEndings(" "));
    }

    [ToolTheory("fish")]
    [InlineData("wsactors pub", "publish")]
    [InlineData("wsactors con", "config connections")]
    [InlineData("wsactors config ", "check show")]
    [InlineData("wsactors config show --j", "--json")]
    [InlineData("wsactors publish news --id", "--idempotency-key")]
    [InlineData("wsactors serve --config set", "settings.json")]
    [InlineData("wsactors --WsActors:Push:Po", "--WsActors:Push:PollTimeout= --WsActors:Push:PongTimeout= --WsActors:Push:Port=")]
    [InlineData("wsactors config check --WsActors:Topics:Rules:0:Mat", "--WsActors:Topics:Rules:0:Match=")]
    [InlineData("wsactors publish --WsActors:Push:Po", "")]
    public async Task Fish_completes(string line, string words)
    {
        var script = await WriteAsync("fish");

        var found = await RunAsync("fish", "--no-config", "-c", "source $argv[1]; complete -C $argv[2] | string replace -r '\\t.*' '' | sort", script, line);

        Assert.Equal(words, found.Trim().ReplaceLineEndings(" "));
    }

    // The functions of the completion system are replaced by ones that print what they are given.
    [ToolTheory("zsh")]
    [InlineData("wsactors pub", "publish")]
    [InlineData("wsactors con", "config connections")]
    [InlineData("wsactors config show --j", "--json")]
    [InlineData("wsactors publish news --id", "--idempotency-key")]
    [InlineData("wsactors publish news --key ", "")]
    [InlineData("wsactors serve --config set", "FILES")]
    [InlineData("wsactors --WsActors:Push:Po", "--WsActors:Push:PollTimeout= --WsActors:Push:PongTimeout= --WsActors:Push:Port=")]
    [InlineData("wsactors config check --WsActors:Topics:Rules:0:Mat", "--WsActors:Topics:Rules:0:Match=")]
    [InlineData("wsactors publish --WsActors:Push:Po", "")]
    public async Task Zsh_completes(string line, string words)
    {
        var script = await WriteAsync("zsh");

        var found = await RunAsync(
            "zsh", "-f", "-c",
            """
            compdef() { : }
            _files() { print FILES }
            compadd() { for entry in "${@:4}"; do [[ $entry == ${words[CURRENT]}* ]] && print -r -- "$entry$2"; done }
            _describe() { for entry in "${found[@]}"; do [[ ${entry%%:*} == ${words[CURRENT]}* ]] && print -r -- "${entry%%:*}"; done }
            source "$1"
            words=("${(@s: :)2}")
            CURRENT=${#words}
            _wsactors | sort
            """,
            "zsh", script, line);

        Assert.Equal(words, found.Trim().ReplaceLineEndings(" "));
    }

    private Task<string> RunAsync(string shell, params string[] arguments) => ChildProcess.RunAsync("env", ["-C", _folder, shell, .. arguments]);

    private async Task<string> WriteAsync(string shell)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "settings.json"), "{}");
        var path = Path.Combine(_folder, $"script.{shell}");
        await File.WriteAllTextAsync(path, (await CommandProcess.RunAsync("completions", shell)).ExpectDone().Output);
        return path;
    }
}
