namespace OciFs.Host.Tests;

public sealed class TreeReadersTests
{
    private readonly TreeReaders _readers = new();

    [Fact]
    public void AFolderIsTakenWhoseReaderReadBefore()
    {
        List(7, 1);
        _readers.Read(7);
        List(7, 2);
        AssertTakes(2);
    }

    [Fact]
    public void WhoOnlyListsHasNothingTaken()
    {
        List(7, 1);
        List(7, 2);
        _readers.Read(8);
        List(8, 3);
        AssertTakesNoneBeforeOurs();
    }

    [Fact]
    public void AReaderComesThroughFoldersWithoutFilesButNotForEver()
    {
        List(7, 0);
        _readers.Read(7);
        for (var i = 1; i <= 4; i++)
        {
            List(7, i);
            AssertTakes(i);
        }

        List(7, 5);
        AssertTakesNoneBeforeOurs();
    }

    [Fact]
    public void TheLastFolderOfAReaderTakesThePlaceOfTheOneBefore()
    {
        List(7, 0);
        List(8, 0);
        _readers.Read(7);
        _readers.Read(8);
        List(7, 1);
        List(8, 2);
        List(7, 3);
        AssertTakes(3);
        AssertTakes(2);
        AssertTakesNoneBeforeOurs();
    }

    [Fact]
    public void WhatCannotBeKeptIsLeftOut()
    {
        for (uint caller = 10; caller < 40; caller++)
        {
            List(caller, 0);
            _readers.Read(caller);
            List(caller, (int)caller);
        }

        for (var i = 10; i < 26; i++)
            AssertTakes(i);
        AssertTakesNoneBeforeOurs();
    }

    [Fact]
    public void OfThoseWithoutANumberNothingIsLearnt()
    {
        List(0, 1);
        _readers.Read(0);
        List(0, 2);
        AssertTakesNoneBeforeOurs();
    }

    [Fact]
    public void ThoseWhoLookCloserWantAttributes()
    {
        _readers.LookedUp(7);
        Assert.False(_readers.WantsAttributes(7)); // It lists nothing.
        _readers.Lists(7);
        Assert.False(_readers.WantsAttributes(7));
        _readers.LookedUp(7);
        Assert.True(_readers.WantsAttributes(7));
        _readers.Lists(7);
        Assert.True(_readers.WantsAttributes(7));
        Assert.False(_readers.WantsAttributes(8));
    }

    [Fact]
    public async Task TheEndWakesWhoWaitsAndStays()
    {
        var waiting = Task.Run(() => _readers.TryTake(out _), TestContext.Current.CancellationToken);
        _readers.End();
        Assert.False(await waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        List(7, 1);
        _readers.Read(7);
        List(7, 2);
        Assert.False(_readers.TryTake(out _));
    }

    private static Views.NodeId Folder(int number) => new((ulong)number);

    private void List(uint caller, int folder)
    {
        _readers.Lists(caller);
        _readers.Listed(caller, Folder(folder));
    }

    private void AssertTakes(int folder)
    {
        Assert.True(_readers.TryTake(out var taken));
        Assert.Equal(Folder(folder), taken);
    }

    private void AssertTakesNoneBeforeOurs()
    {
        List(90, 98);
        _readers.Read(90);
        List(90, 99);
        AssertTakes(99);
    }
}
