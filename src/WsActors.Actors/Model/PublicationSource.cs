namespace WsActors.Actors.Model;

/// <summary>The publisher: a topic's rule restricts clients, reserved names restrict everyone but the server.</summary>
public enum PublicationSource : byte
{
    AdminApi,
    Client,
    Server,

    /// <summary>A connection with an API key.</summary>
    BackEnd,
}

/// <summary>The sources' metric labels.</summary>
internal static class PublicationSourceLabels
{
    public static string Label(this PublicationSource source) => source switch
    {
        PublicationSource.AdminApi => "admin_api",
        PublicationSource.Client => "client",
        PublicationSource.BackEnd => "back_end",
        _ => "server",
    };
}
