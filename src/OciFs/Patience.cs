namespace OciFs;

/// <summary>For whoever waits: a call into the tree is made again until no first pass stands before its answer.</summary>
internal static class Patience
{
    /// <summary>The answer.</summary>
    public static T Ask<T>(Func<T> call)
    {
        while (true)
        {
            try
            {
                return call();
            }
            catch (NotReadyException unread)
            {
                // Whatever comes of it: the call itself tells.
                ((IAsyncResult)unread.Ready).AsyncWaitHandle.WaitOne();
            }
        }
    }
}
