using WsActors.Protocol.WebSocket.Frames;

namespace WsActors.Protocol.Tapping;

/// <summary>The names of opcodes in the admin API.</summary>
public static class FrameOpcodes
{
    private static readonly string[] Names = ["continuation", "text", "binary", "3", "4", "5", "6", "7", "close", "ping", "pong", "11", "12", "13", "14", "15"];

    /// <summary>The opcodes that RFC 6455 defines, in the order in which an error lists them.</summary>
    public static IReadOnlyList<string> Defined { get; } = ["text", "binary", "continuation", "close", "ping", "pong"];

    public static string NameOf(Opcode opcode) => Names[(int)opcode & 0x0F];

    /// <summary>Returns the bit that stands for an opcode in a set of them.</summary>
    public static int BitOf(Opcode opcode) => 1 << ((int)opcode & 0x0F);

    /// <summary>Finds the bit of a name; false if no opcode has it.</summary>
    public static bool TryParse(string name, out int bit)
    {
        var index = Array.IndexOf(Names, name);
        bit = index < 0 ? 0 : 1 << index;
        return index >= 0;
    }
}
