namespace OciFs.Tests;

/// <summary>Answers in order, asked on all cores.</summary>
public sealed class InOrderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void Answers_stand_in_the_order_of_the_items(int count)
    {
        var items = Enumerable.Range(0, count).ToArray();
        var answers = InOrder.Select(items, item =>
        {
            Thread.SpinWait(item * 7919 % 1000);
            return item * 2;
        });
        Assert.Equal(items.Select(item => item * 2), answers);
    }

    [Fact]
    public void An_answer_does_not_wait_for_those_behind_it()
    {
        using var last = new ManualResetEventSlim();
        var seen = 0;
        foreach (var item in InOrder.Select([0, 1, 2], item =>
        {
            if (item == 2)
                last.Wait();
            return item;
        }))
        {
            seen++;
            if (item == 1)
                last.Set();
        }

        Assert.Equal(3, seen);
    }

    [Fact]
    public void No_more_than_a_bounded_number_is_asked_ahead()
    {
        var asked = 0;
        var most = 0;
        var item = 0;
        foreach (var number in InOrder.Select(Enumerable.Range(0, 5000).ToArray(), number =>
        {
            Interlocked.Increment(ref asked);
            return number;
        }))
        {
            item = number;
            Thread.Sleep(item % 500 == 0 ? 5 : 0);
            most = Math.Max(most, Volatile.Read(ref asked) - item);
        }

        Assert.Equal(4999, item);
        Assert.InRange(most, 1, Environment.ProcessorCount * InOrder.AheadPerCore);
    }

    [Fact]
    public void Of_several_exceptions_the_first_in_order_is_thrown_behind_the_answers_before_it()
    {
        List<int> seen = [];
        var error = Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (var item in InOrder.Select([0, 1, 2, 3], item =>
            {
                Thread.Sleep(item == 2 ? 20 : 0);
                return item < 2 ? item : throw new InvalidOperationException($"{item}");
            }))
            {
                seen.Add(item);
            }
        });
        Assert.Equal("2", error.Message);
        Assert.Equal([0, 1], seen);
    }

    [Fact]
    public void Who_stops_looking_leaves_nothing_that_runs()
    {
        var asked = 0;
        _ = InOrder.Select(Enumerable.Range(0, 5000).ToArray(), item =>
        {
            Interlocked.Increment(ref asked);
            Thread.Sleep(1);
            return item;
        }).First();
        var then = asked;
        Thread.Sleep(30);
        Assert.InRange(then, 1, (Environment.ProcessorCount * InOrder.AheadPerCore) + 1);
        Assert.Equal(then, asked);
    }
}
