namespace OciFs;

/// <summary>
/// What was asked for needs a first pass that has not ended, or a source that is waited for by as many as may. No call into the tree waits: whoever asks again when <see cref="Ready"/> has
/// ended gets the answer, or why there is none.
/// </summary>
/// <param name="ready">The pass.</param>
public sealed class NotReadyException(Task ready) : Exception("the layer is being read for the first time")
{
    /// <summary>Ends with the pass, whatever came of it.</summary>
    public Task Ready => ready;
}
