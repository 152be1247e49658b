using System.Runtime.InteropServices;

namespace OciFs.Layers;

/// <summary>
/// Memory that grows at its end while a layer is indexed: the process's own up to <see cref="Limits.TableBytesInMemory"/>, beyond that a
/// <see cref="ScratchFile"/>, which the kernel may write out and take back; the process's own again where the folder takes no file.
/// Not thread-safe; whoever made it disposes it.
/// </summary>
/// <param name="folder">Where the file may be; null for none.</param>
internal sealed unsafe class ScratchMemory(CacheFolder? folder) : IDisposable
{
    private const long Smallest = 4096;

    private CacheFolder? _folder = folder;
    private ScratchFile? _file;
    private byte* _start;
    private long _capacity;

    /// <summary>The first byte; another one after <see cref="Append"/>.</summary>
    public byte* Start => _start;

    /// <summary>Bytes in use.</summary>
    public long Length { get; private set; }

    /// <summary>Takes the next bytes into use; what is in them is undefined.</summary>
    /// <exception cref="OciFsException">LimitExceeded: it would be larger than <see cref="Limits.IndexBytesPerLayer"/>.</exception>
    public byte* Append(long count)
    {
        var wanted = Length + count;
        if (wanted > _capacity)
        {
            Grow(wanted);
        }

        var added = _start + Length;
        Length = wanted;
        return added;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        _start = null;
        _capacity = 0;
        Length = 0;
    }

    private void Grow(long wanted)
    {
        if (wanted > Limits.IndexBytesPerLayer)
        {
            throw new OciFsException(OciFsError.LimitExceeded, $"the index of the layer has more than {Limits.IndexBytesPerLayer:N0} bytes");
        }

        if (wanted <= Limits.TableBytesInMemory || !TryGrowFile(wanted))
        {
            GrowMemory(Math.Max(wanted, Math.Max(Smallest, _capacity * 2)));
        }
    }

    private bool TryGrowFile(long wanted)
    {
        var file = _file ?? (_folder is null ? null : ScratchFile.TryCreate(_folder));
        if (file is null || !file.TryGrow(wanted))
        {
            // Asked once: a folder that is full would be asked at every step.
            _folder = null;
            if (file != _file)
            {
                file?.Dispose();
            }

            return false;
        }

        if (_file is null)
        {
            Buffer.MemoryCopy(_start, file.Start, file.Length, Length);
            Release();
            _file = file;
            _start = file.Start;
        }

        _capacity = file.Length;
        return true;
    }

    private void GrowMemory(long capacity)
    {
        if (_file is null)
        {
            _start = (byte*)NativeMemory.Realloc(_start, (nuint)capacity);
        }
        else
        {
            var moved = (byte*)NativeMemory.Alloc((nuint)capacity);
            Buffer.MemoryCopy(_start, moved, capacity, Length);
            Release();
            _start = moved;
        }

        _capacity = capacity;
    }

    private void Release()
    {
        if (_file is null)
        {
            NativeMemory.Free(_start);
        }
        else
        {
            _file.Dispose();
            _file = null;
        }
    }
}
