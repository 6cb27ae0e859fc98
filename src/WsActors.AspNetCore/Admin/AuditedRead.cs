namespace WsActors.AspNetCore.Admin;

/// <summary>Marks endpoints that read what users send to each other, so that each call is audited although it changes nothing.</summary>
internal sealed class AuditedRead
{
    public static readonly AuditedRead Instance = new();

    private AuditedRead()
    {
    }
}
