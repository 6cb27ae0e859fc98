using Microsoft.Extensions.Time.Testing;
using WsActors.Server.WebConsole;

namespace WsActors.Server.Tests.WebConsole;

/// <summary>Tickets are valid for their time, in the process that issued them.</summary>
public sealed class ConsoleTicketsTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 30, 3, 0, 0, TimeSpan.Zero));
    private readonly ConsoleTickets _tickets;

    public ConsoleTicketsTests() => _tickets = new ConsoleTickets(_time);

    [Fact]
    public void A_ticket_is_valid_until_its_end_and_no_longer()
    {
        var ticket = _tickets.Issue();
        Assert.Equal(_time.GetUtcNow() + ConsoleTickets.Lifetime, ticket.ExpiresAt);

        _time.Advance(ConsoleTickets.Lifetime - TimeSpan.FromSeconds(1));
        Assert.Equal(ticket.ExpiresAt, _tickets.EndOf(ticket.Token));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_tickets.EndOf(ticket.Token));
    }

    [Fact]
    public void Another_process_does_not_accept_it() => Assert.Null(new ConsoleTickets(_time).EndOf(_tickets.Issue().Token));

    [Fact]
    public void No_character_of_it_can_be_changed()
    {
        var token = _tickets.Issue().Token;
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token[i] == '1' ? '2' : '1';
            Assert.Null(_tickets.EndOf($"{token[..i]}{changed}{token[(i + 1)..]}"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("wsactors-console.")]
    [InlineData("wsactors-console..")]
    [InlineData("wsactors-console.99999999999")]
    [InlineData("wsactors-console.x.y.z")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public void Other_texts_are_no_tickets(string text) => Assert.Null(_tickets.EndOf(text));
}
