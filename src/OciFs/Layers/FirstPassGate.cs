namespace OciFs.Layers;

/// <summary>Lets as many first passes run at once as there are cores (design §7); the others wait their turn.</summary>
public sealed class FirstPassGate : IDisposable
{
    private readonly SemaphoreSlim free = new(Limits.FirstPassesAtOnce);

    /// <summary>Runs a pass when its turn has come.</summary>
    internal T Run<T>(Func<T> pass)
    {
        free.Wait();
        try
        {
            return pass();
        }
        finally
        {
            free.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => free.Dispose();
}
