using WsActors.Actors.Topics.Storage;
using WsActors.Protocol.Topics;

namespace WsActors.Actors.Topics.Homes;

/// <summary>Gets the pages that a home has read from the disk.</summary>
internal interface IPageReader
{
    /// <summary>A page has been read.</summary>
    /// <param name="request">The request that asked for it.</param>
    /// <param name="page">The page; null if the disk failed.</param>
    /// <param name="fault">The reason for which there is no page.</param>
    void OnPage(in PageRequest request, LogPage? page, StorageFault? fault);

    /// <summary>The topic stops before the page has been read.</summary>
    void OnPageLost(in PageRequest request, StorageFault fault);
}
