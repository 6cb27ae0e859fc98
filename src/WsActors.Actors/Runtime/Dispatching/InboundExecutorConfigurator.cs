using Akka.Configuration;
using Akka.Dispatch;

namespace WsActors.Actors.Runtime.Dispatching;

/// <summary>Makes the executor of <see cref="InboundDispatcher"/>; Akka finds it by its name.</summary>
public sealed class InboundExecutorConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    : ExecutorServiceConfigurator(config, prerequisites)
{
    public override ExecutorService Produce(string id) => new InboundExecutor(id);
}
