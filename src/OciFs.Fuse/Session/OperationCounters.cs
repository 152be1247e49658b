namespace OciFs.Fuse.Session;

/// <summary>Counts requests and errors by opcode. Written by one thread, read by any: the numbers may be a moment old.</summary>
internal sealed class OperationCounters
{
    private readonly long[] _requests = new long[OperationTable.Length];
    private readonly long[] _errors = new long[OperationTable.Length];

    /// <summary>Counts one request.</summary>
    /// <param name="operation">Its row; unknown opcodes count under 0.</param>
    /// <param name="errno">Its outcome.</param>
    public void Count(Operation operation, Errno errno)
    {
        _requests[(int)operation.Opcode]++;
        if (errno != Errno.None)
            _errors[(int)operation.Opcode]++;
    }

    /// <summary>Adds the numbers of another set to these.</summary>
    /// <param name="other">The other set.</param>
    public void Add(OperationCounters other)
    {
        for (var i = 0; i < _requests.Length; i++)
        {
            _requests[i] += Volatile.Read(ref other._requests[i]);
            _errors[i] += Volatile.Read(ref other._errors[i]);
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
                list.Add(new OperationCount(i == 0 ? "unknown" : OperationTable.Find((uint)i).Name, _requests[i], _errors[i]));
        }
        return list;
    }
}
