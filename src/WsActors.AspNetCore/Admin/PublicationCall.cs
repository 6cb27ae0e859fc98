namespace WsActors.AspNetCore.Admin;

/// <summary>Marks endpoints that publish: there may be thousands of such calls per second.</summary>
internal sealed class PublicationCall
{
    public static readonly PublicationCall Instance = new();

    private PublicationCall()
    {
    }
}
