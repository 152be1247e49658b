namespace OciFs.Layers;

/// <summary>The turn that a first pass has, which it gives back while its source does not answer: as many that hang as there are turns would let no other run.</summary>
internal sealed class FirstPassTurn
{
    [ThreadStatic]
    private static FirstPassTurn? ofThisThread;

    private readonly SemaphoreSlim _free;

    private FirstPassTurn(SemaphoreSlim free) => _free = free;

    /// <summary>That of the pass which this thread runs; null where it runs none.</summary>
    public static FirstPassTurn? OfThisThread => ofThisThread;

    /// <summary>Runs a pass on this thread, which has taken one of the free turns for it and gives it back afterwards.</summary>
    public static T Run<T>(SemaphoreSlim free, Func<T> pass)
    {
        ofThisThread = new FirstPassTurn(free);
        try
        {
            return pass();
        }
        finally
        {
            ofThisThread = null;
        }
    }

    /// <summary>The pass waits for its source.</summary>
    public void GiveBack() => _free.Release();

    /// <summary>The pass goes on, when a turn is free.</summary>
    /// <exception cref="OperationCanceledException">All are to end: turns are not counted any more.</exception>
    public void TakeAgain(CancellationToken end) => _free.Wait(end);
}
