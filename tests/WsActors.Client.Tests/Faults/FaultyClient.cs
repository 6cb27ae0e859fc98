using System.Reflection;
using System.Runtime.Loader;

namespace WsActors.Client.Tests.Faults;

/// <summary>A client with a fault, and a copy of these tests that uses it.</summary>
internal sealed class FaultyClient(PlantedFault fault) : AssemblyLoadContext(isCollectible: true)
{
    // A test that waits for what a fault has prevented would wait for ever.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly byte[] _client = ClientSources.CompileWith(fault);

    /// <summary>Runs the tests of a rule.</summary>
    /// <returns>The names of those that fail.</returns>
    public async Task<IReadOnlyList<string>> FailuresAsync(int rule)
    {
        var failures = new List<string>();
        var tests = from type in LoadFromAssemblyPath(typeof(FaultyClient).Assembly.Location).GetTypes()
                    from method in type.GetMethods()
                    where method.Name.StartsWith($"Rule_{rule}_", StringComparison.Ordinal)
                    select method;
        foreach (var test in tests)
        {
            if (await FailsAsync(test))
                failures.Add(test.Name);
        }

        return failures;
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name != "WsActors.Client")
            return null;
        using var client = new MemoryStream(_client);
        return LoadFromStream(client);
    }

    private static async Task<bool> FailsAsync(MethodInfo test)
    {
        try
        {
            foreach (var arguments in ArgumentsOf(test))
            {
                // On a thread of its own, where it is not held up by others.
                await Task.Run(() => test.Invoke(Activator.CreateInstance(test.DeclaringType!), arguments) as Task ?? Task.CompletedTask).WaitAsync(Limit);
            }

            return false;
        }
        catch (Exception)
        {
            return true;
        }
    }

    private static object?[][] ArgumentsOf(MethodInfo test)
    {
        var rows = test.GetCustomAttributes<InlineDataAttribute>().Select(row => row.GetData(test).Single() ?? [null]).ToArray();
        return rows.Length > 0 ? rows : [[]];
    }
}
