using System.Diagnostics;

namespace OciFs.Soak;

/// <summary>One of the readers: operations, one after the other, on a thread of its own.</summary>
internal sealed class Reader(Operations operations, Run run)
{
    private long _begun;
    private string _doing = string.Empty;

    public void Start(int number) => new Thread(Work) { IsBackground = true, Name = $"reader {number}" }.Start();

    /// <summary>What it has been doing for longer than it may; null for nothing.</summary>
    public string? Hangs(TimeSpan patience)
    {
        var begun = Interlocked.Read(ref _begun);
        return begun != 0 && Stopwatch.GetElapsedTime(begun) > patience ? Volatile.Read(ref _doing) : null;
    }

    private void Work()
    {
        while (!run.HasEnded)
        {
            var (name, act) = operations.Next();
            Volatile.Write(ref _doing, name);
            Interlocked.Exchange(ref _begun, Stopwatch.GetTimestamp());
            try
            {
                act();
            }
            catch (Exception error)
            {
                run.Fail(error is Mismatch ? error.Message : $"{name}: {error}");
            }
            run.NoteRead(name, Stopwatch.GetElapsedTime(Interlocked.Exchange(ref _begun, 0)));
        }
        run.Left();
    }
}
