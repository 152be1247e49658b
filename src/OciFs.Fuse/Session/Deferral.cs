namespace OciFs.Fuse.Session;

/// <summary>Where an operation notes that it cannot be answered yet. One for each <see cref="Responder"/>, used for one request after the other.</summary>
internal sealed class Deferral
{
    /// <summary>What the request waits for; null when it was answered.</summary>
    public Task? Ready { get; private set; }

    /// <summary>A request begins.</summary>
    public void Clear() => Ready = null;

    /// <summary>The request waits.</summary>
    /// <param name="ready">For this.</param>
    /// <returns>The error that is never seen: the request is asked again.</returns>
    public Errno Until(Task ready)
    {
        Ready = ready;
        return Errno.EAGAIN;
    }
}
