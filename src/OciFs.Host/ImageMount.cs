using OciFs.Fuse.Mount;
using OciFs.Fuse.Session;
using OciFs.Layers;
using OciFs.Stores;
using OciFs.Views;

namespace OciFs.Host;

/// <summary>A store that is mounted and served. Owns store, tree and session; disposing unmounts and frees them in that order.</summary>
public sealed class ImageMount : IDisposable
{
    private readonly MemoryBudget _memory;
    private readonly IStore _store;
    private readonly ImageTree _tree;
    private readonly FuseSession _session;
    private readonly FilesAhead? _ahead;
    private readonly StoreFollower _follower;
    private readonly MountStatus _status;
    private readonly TerminationSignals _signals;

    private ImageMount(
        MemoryBudget memory,
        IStore store, ImageTree tree, FuseSession session, FilesAhead? ahead, StoreFollower follower, MountStatus status, TerminationSignals signals)
    {
        _memory = memory;
        _signals = signals;
        _store = store;
        _tree = tree;
        _session = session;
        _ahead = ahead;
        _follower = follower;
        _status = status;
    }

    /// <summary>The mountpoint, absolute and without symbolic links.</summary>
    public string Mountpoint => _session.Mountpoint;

    /// <summary>What is mounted: the source with its transport.</summary>
    public string Source => _store.Source;

    /// <summary>Names of images that are shown now.</summary>
    public int Images => _store.List().Images.Length;

    /// <summary>Opens the source, tells what is wrong with it, and mounts it; the mount is usable when this returns.</summary>
    /// <exception cref="OciFsException">The source cannot be opened, or <see cref="ImageMountOptions.Rootfs"/> does not select one image.</exception>
    /// <exception cref="FuseMountException">It cannot be mounted.</exception>
    public static ImageMount Start(string source, string mountpoint, ImageMountOptions options)
    {
        var status = new MountStatus(options.Version, options.Log);
        NativeHeap.GiveBack();
        AllowThreadsThatHang();
        var memory = new MemoryBudget(options.MemoryBytes);
        IStore? store = null;
        ImageTree? tree = null;
        FuseSession? session = null;
        FilesAhead? ahead = null;
        var signals = new TerminationSignals();
        try
        {
            store = SourceOpener.Open(source, options.Store with { Platform = options.Platform, Memory = memory });
            options.Opened();
            var listing = store.List();
            foreach (var problem in listing.Problems)
            {
                status.Warn(problem);
            }

            tree = new ImageTree(store, new ImageTreeOptions
            {
                Platform = options.Platform,
                ShortNames = options.Store.ShortNames,
                Memory = memory,
                IndexCache = new LayerIndexCache(CacheFolder.Default(), status.Warn),
                Status = status.ToJson,
                Warn = status.Warn,
            });
            var readers = new TreeReaders();
            var root = options.Rootfs ? RootfsOf(store, tree, options) : NodeId.Root;
            var files = new TreeFileSystem(tree, root, options.Shown, status.Note, readers, OwnXattrs(status, tree, options));
            session = FuseSession.Start(
                files,
                options.Mounter(mountpoint, options.Mount with { FsName = options.Mount.FsName.Length == 0 ? store.Source : options.Mount.FsName }),
                options.Session with
                {
                    OnError = status.Note,
                    // Else others would be checked by the mode alone, where an access control list may deny them. Where owners and modes are
                    // not the layers' own, neither are the lists: they would let in whom umask= keeps out.
                    PosixAcl = options.Mount.DefaultPermissions && options.Shown == default,
                });
            tree.LayerPassed += status.Note;
            status.Begin(tree, session);
            ahead = session.Notifier.CanStore && !FilesAhead.IsChargedFor
                ? new FilesAhead(tree, files, readers, session.Notifier, status.Note)
                : null;
            var follower = new StoreFollower(tree, listing, files, session.Notifier, status.Warn);
            return new ImageMount(memory, store, tree, session, ahead, follower, status, signals);
        }
        catch (Exception error)
        {
            ahead?.Dispose();
            session?.Dispose();
            tree?.Dispose();
            store?.Dispose();
            memory.Dispose();
            signals.Dispose();
            if (error is FuseMountException refused)
            {
                throw new FuseMountException(refused.Kind, $"{mountpoint}: {refused.Message}");
            }

            throw;
        }
    }

    /// <summary>
    /// Waits until the mount has ended, by whomever it is unmounted. SIGINT and SIGTERM unmount it, and end it under whoever uses it at the second time; at SIGHUP the
    /// store is read again. Reads of a disk that does not answer are not waited for longer than <see cref="Limits.ClosingTime"/>.
    /// </summary>
    public void WaitForExit()
    {
        _signals.Mind(_session.Dispose, () => _session.Abort(), Reread);
        _session.WaitForClose();
        _session.WaitForExit(Limits.ClosingTime);
    }

    /// <summary>Reads the store again, tells what is wrong with it again, and has the kernel drop what it knows of it; returns when that is done.</summary>
    public void Reread()
    {
        _status.Reread();
        _follower.Reread();
    }

    /// <summary>Whether it works: what its threads share can be had. Waits where it does not.</summary>
    public bool IsAlive() => _session.Counters().Operations.Count > 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        _ahead?.Dispose();
        _follower.Dispose();
        _session.Dispose();
        _status.End();
        _tree.Dispose();
        _store.Dispose();
        _memory.Dispose();
        _signals.Dispose();
    }

    // What was parked is answered by threads of the runtime's pool, which makes new ones beside those that hang at once only up to this number, else two a second.
    private static void AllowThreadsThatHang()
    {
        ThreadPool.GetMinThreads(out var workers, out var others);
        _ = ThreadPool.SetMinThreads(Math.Max(workers, Limits.ReadsOfAllLayers + Environment.ProcessorCount), others);
    }

    private static MountXattrs OwnXattrs(MountStatus status, ImageTree tree, ImageMountOptions options)
    {
        if (!options.Rootfs || tree.Store.List().Images is not [var selected, ..])
        {
            return new MountXattrs(status.ToJson);
        }

        var image = tree.FolderOf(selected);
        return new MountXattrs(status.ToJson) { Error = () => MountXattrs.ErrorOf(tree, image) };
    }

    private static NodeId RootfsOf(IStore store, ImageTree tree, ImageMountOptions options)
    {
        var images = store.List().Images;
        if (images.Length != 1)
        {
            throw new OciFsException(
                OciFsError.Ambiguous, $"{store.Source}: --rootfs needs one image, there are {images.Length} (select one: SOURCE:REFERENCE)");
        }

        if (options.IsPlatformAsked && !tree.HasWantedPlatform(images[0]))
        {
            throw new OciFsException(OciFsError.NotFound, $"{images[0].Name}: there is no {options.Platform} (see: ocifs inspect)");
        }

        return tree.RootfsOf(images[0])
            ?? throw new OciFsException(OciFsError.Unsupported, $"{images[0].Name}: this image has no rootfs (see: ocifs inspect)");
    }
}
