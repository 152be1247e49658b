namespace OciFs.Host.Tests;

public sealed class TreeReadersTests
{
    private readonly TreeReaders _readers = new();

    [Fact]
    public void AFolderIsTakenWhoseReaderReadTheOneBefore()
    {
        _readers.Listed(7, Folder(1));
        _readers.Read(7);
        _readers.Listed(7, Folder(2));
        AssertTakes(2);
    }

    [Fact]
    public void WhoOnlyListsHasNothingTaken()
    {
        _readers.Listed(7, Folder(1));
        _readers.Listed(7, Folder(2));
        _readers.Read(8);
        _readers.Listed(8, Folder(3));
        AssertTakesNoneBeforeOurs();
    }

    [Fact]
    public void WhoStopsReadingIsNoReader()
    {
        _readers.Listed(7, Folder(1));
        _readers.Read(7);
        _readers.Listed(7, Folder(2));
        _readers.Listed(7, Folder(3));
        AssertTakes(2);
        AssertTakesNoneBeforeOurs();
    }

    [Fact]
    public void WhatCannotBeKeptIsLeftOut()
    {
        _readers.Listed(7, Folder(0));
        for (var i = 1; i <= 40; i++)
        {
            _readers.Read(7);
            _readers.Listed(7, Folder(i));
        }

        for (var i = 1; i <= 16; i++)
            AssertTakes(i);
        AssertTakesNoneBeforeOurs();
    }

    [Fact]
    public void ThoseWhoLookCloserWantAttributes()
    {
        Assert.False(_readers.WantsAttributes(7));
        _readers.LookedUp(7);
        Assert.False(_readers.WantsAttributes(7)); // It has listed nothing.
        _readers.Listed(7, Folder(1));
        Assert.False(_readers.WantsAttributes(7));
        _readers.LookedUp(7);
        _readers.Listed(7, Folder(2));
        Assert.True(_readers.WantsAttributes(7));
        Assert.False(_readers.WantsAttributes(8));
    }

    [Fact]
    public async Task TheEndWakesWhoWaits()
    {
        var waiting = Task.Run(() => _readers.TryTake(out _), TestContext.Current.CancellationToken);
        _readers.End();
        Assert.False(await waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    private static Views.NodeId Folder(int number) => new Views.NodeId((ulong)number);

    private void AssertTakes(int folder)
    {
        Assert.True(_readers.TryTake(out var taken));
        Assert.Equal(Folder(folder), taken);
    }

    private void AssertTakesNoneBeforeOurs()
    {
        _readers.Listed(9, Folder(98));
        _readers.Read(9);
        _readers.Listed(9, Folder(99));
        AssertTakes(99);
    }
}
