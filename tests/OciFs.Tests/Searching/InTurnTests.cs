using OciFs.Searching;

namespace OciFs.Tests.Searching;

/// <summary>What pieces of work fail of reaches who listens.</summary>
public sealed class InTurnTests
{
    [Fact]
    public void A_cancellation_of_the_work_itself_is_told() =>
        Assert.Throws<OperationCanceledException>(() => InTurn.Run<int>(3, (number, give) =>
        {
            give(number);
            if (number == 1)
                throw new OperationCanceledException("of something else");
        }).ToArray());

    [Fact]
    public void Who_stops_listening_is_told_nothing() => Assert.Equal(5, InTurn.Run<int>(5, (number, give) =>
    {
        for (var i = 0; i < 100_000; i++)
            give(5 + number);
    }).First());
}
