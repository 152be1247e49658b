namespace OciFs.Layers;

/// <summary>The turn that a first pass has, which it gives back while its source does not answer: as many that hang as there are turns would let no other run.</summary>
/// <param name="gate">Who gave it.</param>
/// <param name="isBeside">Whether it is that of the small one beside.</param>
internal sealed class FirstPassTurn(FirstPassGate gate, bool isBeside)
{
    [ThreadStatic]
    private static FirstPassTurn? ofThisThread;

    private bool _isBeside = isBeside;

    /// <summary>That of the pass which this thread runs; null where it runs none.</summary>
    public static FirstPassTurn? OfThisThread => ofThisThread;

    /// <summary>Runs a pass on this thread.</summary>
    public T Run<T>(Func<T> pass)
    {
        ofThisThread = this;
        try
        {
            return pass();
        }
        finally
        {
            ofThisThread = null;
        }
    }

    /// <summary>The pass waits for its source, or has ended.</summary>
    public void GiveBack() => gate.Leave(_isBeside);

    /// <summary>The pass goes on, when there is a turn for it: it does not wait behind those that have not begun.</summary>
    /// <exception cref="OperationCanceledException">All are to end: turns are not counted any more.</exception>
    public void TakeAgain(CancellationToken end)
    {
        _isBeside = gate.Enter(0).WaitAsync(end).GetAwaiter().GetResult();
    }
}
