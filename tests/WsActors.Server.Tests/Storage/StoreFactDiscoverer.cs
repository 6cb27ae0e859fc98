using WsActors.Server.Tests.Storage.Postgres;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace WsActors.Server.Tests.Storage;

/// <summary>Makes a test case of a <see cref="StoreFactAttribute"/>, which the class of the store decides on.</summary>
public sealed class StoreFactDiscoverer(IMessageSink sink) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        [new StoreTestCase(sink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)];

    private sealed class StoreTestCase : XunitTestCase
    {
        [Obsolete("For the test runner, which reads test cases back", error: true)]
        public StoreTestCase()
        {
        }

        public StoreTestCase(IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
            : base(sink, display, options, method)
        {
        }

        private string? Reason => TestMethod.TestClass.Class.Name == typeof(PostgresStoreTests).FullName ? PostgresTools.SkipReason : null;

        protected override string? GetSkipReason(IAttributeInfo factAttribute) => Reason;

        protected override string GetDisplayName(IAttributeInfo factAttribute, string displayName) =>
            Reason is { } reason ? $"{TestMethod.Method.Name}: {reason}" : base.GetDisplayName(factAttribute, displayName);
    }
}
