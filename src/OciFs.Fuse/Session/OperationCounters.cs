namespace OciFs.Fuse.Session;

/// <summary>
/// Counts requests, errors and latencies by opcode. Written by one thread without a lock, read by any: the numbers may be a moment old. A set takes 2 KiB and,
/// from the first request of an opcode on, 2 KiB for that.
/// </summary>
internal sealed class OperationCounters
{
    // EHWPOISON, the last of asm-generic/errno.h.
    private const int LastErrno = 133;

    private readonly long[] _requests = new long[OperationTable.Length];
    private readonly long[] _errors = new long[OperationTable.Length];
    private readonly long[] _byErrno = new long[LastErrno + 1];
    private readonly LatencyHistogram?[] _latencies = new LatencyHistogram?[OperationTable.Length];
    private long _bytesRead;

    /// <summary>Counts one request.</summary>
    /// <param name="operation">Its row; unknown opcodes count under 0.</param>
    /// <param name="errno">Its outcome.</param>
    /// <param name="nanoseconds">How long it took.</param>
    public void Count(Operation operation, Errno errno, long nanoseconds)
    {
        var row = (int)operation.Opcode;
        _requests[row]++;
        HistogramOf(row).Add(nanoseconds);
        if (errno == Errno.None)
            return;
        _errors[row]++;
        _byErrno[errno is > Errno.None and <= (Errno)LastErrno ? (int)errno : (int)Errno.EIO]++;
    }

    /// <summary>Counts what a read was given.</summary>
    /// <param name="bytes">Its bytes.</param>
    public void CountRead(int bytes) => _bytesRead += bytes;

    /// <summary>Adds the numbers of another set to these.</summary>
    /// <param name="other">The other set.</param>
    public void Add(OperationCounters other)
    {
        AddAll(_requests, other._requests);
        AddAll(_errors, other._errors);
        AddAll(_byErrno, other._byErrno);
        _bytesRead += Volatile.Read(ref other._bytesRead);
        for (var i = 0; i < _latencies.Length; i++)
        {
            if (Volatile.Read(ref other._latencies[i]) is { } latencies)
                HistogramOf(i).Add(latencies);
        }
    }

    /// <summary>The numbers that are not 0.</summary>
    /// <returns>One row an operation, by opcode.</returns>
    public IReadOnlyList<OperationCount> ToList()
    {
        var list = new List<OperationCount>();
        for (var i = 0; i < _requests.Length; i++)
        {
            if (_requests[i] != 0)
            {
                var name = i == 0 ? "unknown" : OperationTable.Find((uint)i).Name;
                list.Add(new OperationCount(name, _requests[i], _errors[i]) { Latency = HistogramOf(i).ToLatency() });
            }
        }
        return list;
    }

    /// <summary>All that is counted here.</summary>
    /// <param name="waiting">Requests that wait now.</param>
    /// <returns>The numbers of now.</returns>
    public SessionCounts ToCounts(int waiting)
    {
        var all = new LatencyHistogram();
        for (var i = 0; i < _latencies.Length; i++)
        {
            // Nobody waits for an answer that is not given.
            if (_latencies[i] is { } latencies && OperationTable.Find((uint)i).Reply == ReplyRule.Always)
                all.Add(latencies);
        }
        return new SessionCounts(ToList(), Errors(), _bytesRead, waiting, all.ToLatency(), all.ToList());
    }

    private Dictionary<string, long> Errors()
    {
        var errors = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 1; i < _byErrno.Length; i++)
        {
            if (_byErrno[i] != 0)
                errors.Add(((Errno)i).ToString(), _byErrno[i]);
        }
        return errors;
    }

    private LatencyHistogram HistogramOf(int row)
    {
        if (_latencies[row] is { } latencies)
            return latencies;
        latencies = new LatencyHistogram();
        Volatile.Write(ref _latencies[row], latencies);
        return latencies;
    }

    private static void AddAll(long[] to, long[] from)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] += Volatile.Read(ref from[i]);
    }
}
