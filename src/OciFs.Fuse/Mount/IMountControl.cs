namespace OciFs.Fuse.Mount;

/// <summary>What ends a mount from outside of its session. Any thread.</summary>
public interface IMountControl
{
    /// <summary>Unmounts.</summary>
    /// <param name="lazy">Whether to take it from the tree although it is in use.</param>
    /// <returns>The outcome.</returns>
    /// <exception cref="FuseMountException">The system or the helper refused.</exception>
    UnmountResult Unmount(bool lazy);

    /// <summary>Ends the connection: whoever reads the device or uses the mount gets an error.</summary>
    /// <returns>False when there is no way to.</returns>
    bool TryAbort();
}
