using System.Text;
using System.Text.Unicode;
using WsActors.Protocol.WebSocket.Messages;

namespace WsActors.Protocol.Tests.Messages;

/// <summary>UTF-8 (RFC 3629) octet by octet: it must fail with the first octet that cannot be right, no sooner and no later.</summary>
public sealed class Utf8ValidatorTests
{
    /// <summary>A sequence and how many of its octets are still possible: the one behind them is the first that is not.</summary>
    public static TheoryData<string, int> Impossible => new()
    {
        // Continuation bytes that nothing began.
        { "80", 0 }, { "BF", 0 }, { "4180", 1 },

        // First octets that never occur: overlong forms of ASCII, beyond U+10FFFF, the five and six octet forms.
        { "C0AF", 0 }, { "C1BF", 0 }, { "F5", 0 }, { "F8888080", 0 }, { "FC84", 0 }, { "FE", 0 }, { "FF", 0 },

        // Overlong: the second octet shows it.
        { "E080AF", 1 }, { "E09FBF", 1 }, { "F08080AF", 1 }, { "F08FBFBF", 1 },

        // Surrogates: the second octet shows it.
        { "EDA080", 1 }, { "EDADBF", 1 }, { "EDB080", 1 }, { "EDBFBF", 1 }, { "EDA080EDB080", 1 },

        // Beyond U+10FFFF: the second octet shows it.
        { "F4908080", 1 }, { "F4BF", 1 },

        // A sequence that breaks off: the octet that does not continue it.
        { "C241", 1 }, { "E28241", 2 }, { "E241", 1 }, { "F09F9841", 3 }, { "F09F41", 2 }, { "C2C2A2", 1 }, { "E282E282AC", 2 },

        // Behind what is right.
        { "CEBAE1BDB9CF83CEBCCEB5EDA080656469746564", 12 }, { "68656C6C6FF4908080", 6 },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void The_first_impossible_octet_is_the_one_that_fails__RFC3629_3(string hex, int possible)
    {
        var octets = Convert.FromHexString(hex);
        var validator = default(Utf8Validator);
        for (var i = 0; i < possible; i++)
            Assert.True(validator.Advance([octets[i]]));

        Assert.False(validator.Advance([octets[possible]]));
    }

    [Theory]
    [MemberData(nameof(Impossible))]
    public void In_one_piece_it_fails_with_that_octet_and_not_before(string hex, int possible)
    {
        var octets = Convert.FromHexString(hex);
        var until = default(Utf8Validator);
        var with = default(Utf8Validator);

        Assert.True(until.Advance(octets.AsSpan(0, possible)));
        Assert.False(with.Advance(octets.AsSpan(0, possible + 1)));
    }

    [Theory]
    [InlineData("C2")]
    [InlineData("E282")]
    [InlineData("F09F98")]
    [InlineData("41F0")]
    public void A_sequence_that_is_cut_off_is_not_complete(string hex)
    {
        var validator = default(Utf8Validator);

        Assert.True(validator.Advance(Convert.FromHexString(hex)));
        Assert.False(validator.IsComplete);
    }

    [Fact]
    public void Every_scalar_value_is_right_octet_by_octet_and_complete_only_at_its_end()
    {
        Span<byte> octets = stackalloc byte[4];
        for (var scalar = 0; scalar <= 0x10FFFF; scalar++)
        {
            if (!Rune.TryCreate(scalar, out var rune))
                continue;

            var length = rune.EncodeToUtf8(octets);
            var validator = default(Utf8Validator);
            for (var i = 0; i < length; i++)
            {
                if (!validator.Advance(octets.Slice(i, 1)) || validator.IsComplete != (i == length - 1))
                    Assert.Fail($"U+{scalar:X} at octet {i}");
            }
        }
    }

    [Fact]
    public void Every_pair_of_octets_is_judged_as_the_framework_judges_it()
    {
        for (var pair = 0; pair <= ushort.MaxValue; pair++)
        {
            byte[] octets = [(byte)(pair >> 8), (byte)pair];
            var validator = default(Utf8Validator);
            var isRight = validator.Advance(octets) && validator.IsComplete;
            if (isRight != Utf8.IsValid(octets))
                Assert.Fail(Convert.ToHexString(octets));
        }
    }
}
