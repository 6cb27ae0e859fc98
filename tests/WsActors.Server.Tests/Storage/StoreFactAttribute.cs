using Xunit.Sdk;

namespace WsActors.Server.Tests.Storage;

/// <summary>
/// A test that holds for every store. It is skipped for a store whose server is missing on this machine, except in CI.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("WsActors.Server.Tests.Storage.StoreFactDiscoverer", "WsActors.Server.Tests")]
public sealed class StoreFactAttribute : FactAttribute;
