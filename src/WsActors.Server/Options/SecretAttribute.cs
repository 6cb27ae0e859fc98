namespace WsActors.Server.Options;

/// <summary>Marks a setting whose value is never shown.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretAttribute : Attribute;
