namespace WsActors.AspNetCore.Admin;

/// <summary>All endpoints of the API.</summary>
internal static class ApiEndpoints
{
    public static void MapApi(this IEndpointRouteBuilder api)
    {
        api.MapGroup("").WithTags("Publishing").MapPublishing();
        api.MapGroup("").WithTags("Topics").MapTopics();
        api.MapGroup("").WithTags("History").MapHistory();
        api.MapGroup("").WithTags("Presence").MapMembers();
        api.MapGroup("").WithTags("Connections").MapConnections();
        api.MapGroup("").WithTags("Connections").MapTap();
        api.MapGroup("").WithTags("Connections").MapTombstones();
        api.MapGroup("").WithTags("Connections").MapExplain();
        api.MapGroup("").WithTags("Users").MapUsers();
        api.MapGroup("").WithTags("Node").MapNode();
        api.MapGroup("").WithTags("Node").MapTop();
        api.MapGroup("").WithTags("Faults").MapInjection();
        api.MapGroup("").WithTags("Cluster").MapCluster();
    }
}
