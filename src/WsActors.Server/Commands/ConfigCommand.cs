using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using WsActors.AspNetCore.Access;
using WsActors.AspNetCore.Options;
using WsActors.AspNetCore.Tls;
using WsActors.Server.Commands.Shared;

namespace WsActors.Server.Commands;

/// <summary>Checks the settings of a node, or prints the effective ones.</summary>
internal static class ConfigCommand
{
    // The output is read by people too: "…" stays readable.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(CommandOutput output, Func<IConfiguration> settings)
    {
        var json = new Option<bool>("--json") { Description = "Prints one JSON object" };
        var show = new Command("show", "Prints the effective value of every setting; secrets are hidden.") { ConfigFileOption.Create(), json };
        show.SetAction((line, _) => ShowAsync(output, ServerConfiguration.Read(settings()), line.GetValue(json)));

        var check = new Command("check", "Checks the settings, certificates and keys as a start would, without starting anything.") { ConfigFileOption.Create() };
        check.SetAction((_, _) => CheckAsync(output, ServerConfiguration.Read(settings())));

        return new Command(CommandNames.Config, "Checks or prints the settings of a node.") { check, show };
    }

    private static async Task<int> ShowAsync(CommandOutput output, ServerConfiguration configuration, bool isJson)
    {
        var values = SettingValues.Of(configuration);
        if (isJson)
            await output.WriteLineAsync(JsonSerializer.Serialize(values.ToDictionary(value => value.Key, value => value.Shown), Readable));
        else
        {
            foreach (var value in values)
                await output.WriteLineAsync(value.ToString());
        }

        return 0;
    }

    private static async Task<int> CheckAsync(CommandOutput output, ServerConfiguration configuration)
    {
        TlsIdentities.Load(configuration.Tls);
        ConfiguredKeys.Load(configuration.Tokens);
        await output.WriteLineAsync("The settings are valid");
        return 0;
    }
}
