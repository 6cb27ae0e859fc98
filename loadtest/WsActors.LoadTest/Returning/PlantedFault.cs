namespace WsActors.LoadTest.Returning;

/// <summary>What is done to the messages of one client, to see that the checker sees it.</summary>
internal enum PlantedFault
{
    None,

    /// <summary>One message is kept from the client.</summary>
    Loss,

    /// <summary>One message comes twice.</summary>
    Double,

    /// <summary>Two messages come in the wrong order.</summary>
    Swap,
}
