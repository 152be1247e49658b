using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OciFs.Compression;

/// <summary>XXH64 with seed 0, fed in any cuts (xxHash specification, "XXH64 algorithm description").</summary>
/// <remarks>Four independent lanes of 8 bytes keep the multipliers busy: about 10 GB/s, a fraction of what decoding costs.</remarks>
internal unsafe struct XxHash64
{
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private const ulong Prime5 = 0x27D4EB2F165667C5;
    private const int Stripe = 32;

    private ulong _lane1;
    private ulong _lane2;
    private ulong _lane3;
    private ulong _lane4;
    private long _length;
    private fixed byte _rest[Stripe]; // The first length % 32 bytes are those not yet hashed.

    /// <summary>A hash of nothing yet.</summary>
    public XxHash64()
    {
        _lane1 = unchecked(Prime1 + Prime2);
        _lane2 = Prime2;
        _lane3 = 0;
        _lane4 = unchecked(0 - Prime1);
    }

    /// <summary>Hashes the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var held = (int)(_length % Stripe);
        _length += bytes.Length;
        var buffer = MemoryMarshal.CreateSpan(ref _rest[0], Stripe);
        if (held > 0)
        {
            var take = Math.Min(Stripe - held, bytes.Length);
            bytes[..take].CopyTo(buffer[held..]);
            bytes = bytes[take..];
            if (held + take < Stripe)
                return;
            AppendStripes(buffer);
        }

        var whole = bytes.Length & ~(Stripe - 1);
        AppendStripes(bytes[..whole]);
        bytes[whole..].CopyTo(buffer);
    }

    /// <summary>The hash of all bytes so far.</summary>
    public readonly ulong Digest()
    {
        var hash = _length >= Stripe ? MergeLanes() : Prime5;
        hash += (ulong)_length;
        var tail = MemoryMarshal.CreateReadOnlySpan(in _rest[0], (int)(_length % Stripe));
        for (; tail.Length >= 8; tail = tail[8..])
            hash = (BitOperations.RotateLeft(hash ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(tail)), 27) * Prime1) + Prime4;
        if (tail.Length >= 4)
        {
            hash = (BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(tail) * Prime1), 23) * Prime2) + Prime3;
            tail = tail[4..];
        }

        foreach (var octet in tail)
            hash = BitOperations.RotateLeft(hash ^ (octet * Prime5), 11) * Prime1;
        return Avalanche(hash);
    }

    private void AppendStripes(ReadOnlySpan<byte> stripes)
    {
        var (a, b, c, d) = (_lane1, _lane2, _lane3, _lane4);
        var words = MemoryMarshal.Cast<byte, ulong>(stripes);
        for (; words.Length >= 4; words = words[4..])
        {
            a = Round(a, words[0]);
            b = Round(b, words[1]);
            c = Round(c, words[2]);
            d = Round(d, words[3]);
        }

        (_lane1, _lane2, _lane3, _lane4) = (a, b, c, d);
    }

    private readonly ulong MergeLanes()
    {
        var hash = BitOperations.RotateLeft(_lane1, 1) + BitOperations.RotateLeft(_lane2, 7)
            + BitOperations.RotateLeft(_lane3, 12) + BitOperations.RotateLeft(_lane4, 18);
        hash = MergeLane(hash, _lane1);
        hash = MergeLane(hash, _lane2);
        hash = MergeLane(hash, _lane3);
        return MergeLane(hash, _lane4);
    }

    private static ulong MergeLane(ulong hash, ulong lane) => ((hash ^ Round(0, lane)) * Prime1) + Prime4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Round(ulong lane, ulong input) => BitOperations.RotateLeft(lane + (input * Prime2), 31) * Prime1;

    private static ulong Avalanche(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * Prime2;
        hash = (hash ^ (hash >> 29)) * Prime3;
        return hash ^ (hash >> 32);
    }
}
