using Microsoft.AspNetCore.Http.Metadata;

namespace WsActors.AspNetCore.Admin;

/// <summary>A parameter of a handler that is a service of the node. In an application, these are not the application's own services.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class OfNodeAttribute : Attribute, IFromServiceMetadata;
